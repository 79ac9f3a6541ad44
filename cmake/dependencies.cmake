# Everything comes from the distribution. Where there is no package, FetchContent takes one exact commit.
include(FetchContent)
include(CTest)
find_package(PkgConfig QUIET)

function(wallflip_fetch name repository commit)
  message(STATUS "wallflip: no package for ${name}, fetching ${repository} at ${commit}")
  FetchContent_Declare(${name} GIT_REPOSITORY https://github.com/${repository}.git GIT_TAG ${commit})
  FetchContent_MakeAvailable(${name})
  set(${name}_SOURCE_DIR ${${name}_SOURCE_DIR} PARENT_SCOPE)
endfunction()

find_package(nlohmann_json 3.10 QUIET)
if(NOT nlohmann_json_FOUND)
  wallflip_fetch(nlohmann_json nlohmann/json 9cca280a4d0ccf0c08f47a99aa71d1b0e52f8d03)  # 3.11.3
endif()
find_package(fmt 8 QUIET)
if(NOT fmt_FOUND)
  wallflip_fetch(fmt fmtlib/fmt e69e5f977d458f2650bb346dadf2ad30c5320281)  # 10.2.1
endif()
find_package(CLI11 2 QUIET)
if(NOT CLI11_FOUND)
  wallflip_fetch(cli11 CLIUtils/CLI11 6c7b07a878ad834957b98d0f9ce1dbe0cb204fc9)  # 2.4.2
endif()
find_package(glfw3 3.3 QUIET)
if(NOT glfw3_FOUND)
  foreach(part EXAMPLES TESTS DOCS)
    set(GLFW_BUILD_${part} OFF CACHE BOOL "" FORCE)
  endforeach()
  wallflip_fetch(glfw glfw/glfw 7b6aead9fb88b3623e3b3725ebb42670cbe4c579)  # 3.4
endif()
find_package(doctest QUIET)
if(NOT doctest_FOUND)
  wallflip_fetch(doctest doctest/doctest ae7a13539fb71f270b87eb2e874fbac80bc8dda2)  # 2.4.11
endif()

# md4c is asked for by pkg-config: its CMake file in Debian also wants the separate HTML library.
if(PkgConfig_FOUND)
  pkg_check_modules(md4c QUIET IMPORTED_TARGET md4c)
  pkg_check_modules(stb QUIET IMPORTED_TARGET stb)
  pkg_check_modules(imgui QUIET IMPORTED_TARGET imgui)
endif()
if(NOT md4c_FOUND)
  wallflip_fetch(md4c mity/md4c 729e6b8b320caa96328968ab27d7db2235e4fb47)  # 0.5.2
  target_include_directories(md4c INTERFACE ${md4c_SOURCE_DIR}/src)
  add_library(PkgConfig::md4c ALIAS md4c)
endif()

# stb's headers are found as <stb_image_write.h>; the sources that use one compile it themselves.
add_library(stb_image_write INTERFACE)
if(stb_FOUND)
  target_link_libraries(stb_image_write INTERFACE PkgConfig::stb)
else()
  wallflip_fetch(stb nothings/stb 8b5f1f37b5b75829fc72d38e7b5d4bcbf8a26d55)  # as in Debian 12
  target_include_directories(stb_image_write SYSTEM INTERFACE ${stb_SOURCE_DIR})
endif()

# Dear ImGui brings no build of its own. FETCHCONTENT_SOURCE_DIR_IMGUI takes it from a folder.
if(NOT imgui_FOUND)
  wallflip_fetch(imgui ocornut/imgui cb16be3a3fc1f9cd146ae24d52b615f8a05fa93d)  # 1.90.9
  set(imgui_sources imgui imgui_draw imgui_tables imgui_widgets backends/imgui_impl_glfw backends/imgui_impl_opengl3)
  list(TRANSFORM imgui_sources REPLACE "(.+)" "${imgui_SOURCE_DIR}/\\1.cpp")
  add_library(imgui STATIC ${imgui_sources})
  target_include_directories(imgui SYSTEM PUBLIC ${imgui_SOURCE_DIR})
  target_link_libraries(imgui PRIVATE glfw ${CMAKE_DL_LIBS})
  add_library(PkgConfig::imgui ALIAS imgui)
endif()
add_library(imgui_with_glfw INTERFACE)
target_link_libraries(imgui_with_glfw INTERFACE PkgConfig::imgui stb_image_write glfw)
add_library(imgui::imgui ALIAS imgui_with_glfw)

# glad is generated from the specification that its package carries: no network. The distribution's Python is asked
# first, because a Python in front of it on PATH (pyenv, conda) does not see the distribution's modules.
foreach(python /usr/bin/python3 python3)
  execute_process(COMMAND ${python} -c "import glad" RESULT_VARIABLE glad_missing OUTPUT_QUIET ERROR_QUIET)
  if(glad_missing EQUAL 0)
    set(WALLFLIP_GLAD_PYTHON ${python})
    break()
  endif()
endforeach()
if(NOT WALLFLIP_GLAD_PYTHON)
  message(FATAL_ERROR "glad is missing: install python3-glad")
endif()
set(glad_dir ${CMAKE_BINARY_DIR}/glad)
if(NOT EXISTS ${glad_dir}/src/gl.c)
  execute_process(COMMAND ${WALLFLIP_GLAD_PYTHON} -m glad --quiet --reproducible --api gl:core=3.3 --out-path ${glad_dir} c
    RESULT_VARIABLE glad_failed ERROR_VARIABLE glad_error)
  if(glad_failed)
    message(FATAL_ERROR "glad did not generate the OpenGL loader:\n${glad_error}")
  endif()
endif()
add_library(glad STATIC ${glad_dir}/src/gl.c)
target_include_directories(glad SYSTEM PUBLIC ${glad_dir}/include)
target_link_libraries(glad PRIVATE ${CMAKE_DL_LIBS})

include(cmake/fonts.cmake)
