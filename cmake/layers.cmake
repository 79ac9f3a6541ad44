# doctest's main, compiled once for all of them.
if(WALLFLIP_TESTS)
  add_library(test_main OBJECT tests/main.cpp)
  target_link_libraries(test_main PRIVATE doctest::doctest wallflip_flags)
endif()

# wallflip_layer(NAME DIR DEPENDS targets...): a static library of DIR's sources (main.cpp left out) and, when
# tests/<DIR without src/> has files, a doctest binary test_NAME that links this layer and nothing above it.
function(wallflip_layer name dir)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${dir}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/src/app/main\\.cpp$")
  if(NOT sources)
    add_library(wallflip_${name} INTERFACE)
    target_link_libraries(wallflip_${name} INTERFACE wallflip_flags ${ARG_DEPENDS})
  else()
    add_library(wallflip_${name} STATIC ${sources})
    target_link_libraries(wallflip_${name} PUBLIC ${ARG_DEPENDS} PRIVATE wallflip_flags)
    target_include_directories(wallflip_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_compile_definitions(wallflip_${name} PRIVATE WALLFLIP_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
      WALLFLIP_VERSION="${PROJECT_VERSION}" ${WALLFLIP_FONT_DEFINITIONS})
  endif()

  string(REGEX REPLACE "^src/" "tests/" test_dir ${dir})
  file(GLOB_RECURSE tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${test_dir}/*.cpp)
  if(WALLFLIP_TESTS AND tests)
    add_executable(test_${name} ${tests})
    target_link_libraries(test_${name} PRIVATE wallflip_${name} test_main doctest::doctest wallflip_flags)
    target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR})
    target_compile_definitions(test_${name} PRIVATE WALLFLIP_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
      WALLFLIP_BINARY_DIR="${CMAKE_BINARY_DIR}")
    add_test(NAME ${name} COMMAND test_${name})
  endif()
endfunction()
