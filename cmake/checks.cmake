# Checks that are no C++ tests: every header compiles alone, layering, names, formatting, the scripts' own tests, and
# every claim of every lesson.
option(WALLFLIP_CHECKS "layering, names, formatting and header checks" ON)
if(NOT WALLFLIP_TESTS)
  return()
endif()

# Every claim of every lesson, recomputed by the binary itself.
if(TARGET wallflip)
  add_test(NAME claims COMMAND wallflip check)

  # How far the model is from published measurements: cmake --build DIR --target validate
  file(GLOB golden CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/golden/*.csv)
  add_custom_target(validate COMMAND wallflip validate ${golden} USES_TERMINAL)
endif()
if(NOT WALLFLIP_CHECKS)
  return()
endif()

# One generated file per header that includes nothing else, compiled with what the header's own layer may see.
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/src/*.hpp)
foreach(header ${headers})
  string(REGEX REPLACE "^(model/)?([a-z_]+)/.*" "\\2" layer ${header})
  if(NOT TARGET wallflip_${layer})
    message(FATAL_ERROR "src/${header}: no layer of CMakeLists.txt holds this folder")
  endif()
  set(alone ${CMAKE_BINARY_DIR}/headers/${header}.cpp)
  file(CONFIGURE OUTPUT ${alone} CONTENT "#include \"@header@\"\n" @ONLY)
  list(APPEND alone_${layer} ${alone})
  list(APPEND header_layers ${layer})
endforeach()
list(REMOVE_DUPLICATES header_layers)
foreach(layer ${header_layers})
  add_library(headers_${layer} OBJECT ${alone_${layer}})
  target_link_libraries(headers_${layer} PRIVATE wallflip_${layer} wallflip_flags)
  target_compile_options(headers_${layer} PRIVATE -O0)
endforeach()

# WALLFLIP_GLAD_PYTHON is the Python that cmake/dependencies.cmake chose.
add_test(NAME check_layers COMMAND ${WALLFLIP_GLAD_PYTHON} ${CMAKE_SOURCE_DIR}/scripts/check_layers)
add_test(NAME check_names COMMAND ${WALLFLIP_GLAD_PYTHON} ${CMAKE_SOURCE_DIR}/scripts/check_names)
add_test(NAME check_format COMMAND ${CMAKE_SOURCE_DIR}/scripts/check_format)
add_test(NAME scripts COMMAND ${WALLFLIP_GLAD_PYTHON} -m unittest discover -s ${CMAKE_SOURCE_DIR}/scripts/tests -p "*_test.py")
