# One interface target carries the flags of our own code; third-party headers are SYSTEM and stay out of it.
add_library(wallflip_flags INTERFACE)
target_include_directories(wallflip_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(wallflip_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
  -ffp-contract=off)  # the same bits on every machine
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
if(WALLFLIP_SANITIZE)
  target_compile_options(wallflip_flags INTERFACE -fsanitize=${WALLFLIP_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(wallflip_flags INTERFACE -fsanitize=${WALLFLIP_SANITIZE})
endif()
