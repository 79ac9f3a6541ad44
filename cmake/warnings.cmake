# One interface target carries the flags of our own code; third-party headers are SYSTEM and stay out of it.
add_library(wallflip_flags INTERFACE)
target_include_directories(wallflip_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(wallflip_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion $<$<CXX_COMPILER_ID:Clang>:-Wreserved-identifier>
  -ffp-contract=off)  # the same bits on every machine

# A warning is an error on the compilers that the checks run on. A newer one has new warnings; it must still build.
set(werror_default OFF)
if((CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
   OR (CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15))
  set(werror_default ON)
endif()
option(WALLFLIP_WERROR "a warning is an error" ${werror_default})
if(WALLFLIP_WERROR)
  target_compile_options(wallflip_flags INTERFACE -Werror)
endif()

set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g")
if(WALLFLIP_SANITIZE)
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")  # line numbers are all a report needs, and half the time to build
  target_compile_options(wallflip_flags INTERFACE -fsanitize=${WALLFLIP_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(wallflip_flags INTERFACE -fsanitize=${WALLFLIP_SANITIZE})
endif()
