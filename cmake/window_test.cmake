# Journeys: scripted users in the lab without a window, and the lab in a real one.
if(NOT TARGET test_app OR NOT TARGET wallflip)
  return()
endif()
file(GLOB journeys CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/journeys/*.cpp)
add_executable(test_journeys ${journeys})
target_link_libraries(test_journeys PRIVATE wallflip_app test_main doctest::doctest wallflip_flags ${CMAKE_DL_LIBS})
target_include_directories(test_journeys PRIVATE ${CMAKE_SOURCE_DIR})
target_compile_definitions(test_journeys PRIVATE WALLFLIP_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
  WALLFLIP_BINARY_DIR="${CMAKE_BINARY_DIR}")
foreach(test IN ITEMS test_app test_journeys)
  add_dependencies(${test} wallflip)  # some of them start the binary
endforeach()
add_test(NAME journeys COMMAND test_journeys --test-case-exclude=window:*)

# The window tests need a display: one under Xvfb, never the user's own. -noreset: the server must outlive its last
# client, for each test case opens a window of its own.
find_program(WALLFLIP_XVFB_RUN xvfb-run)
mark_as_advanced(WALLFLIP_XVFB_RUN)
if(WALLFLIP_XVFB_RUN)
  foreach(test IN ITEMS app journeys)
    string(REPLACE "_app" "" name window_${test})
    add_test(NAME ${name} COMMAND ${WALLFLIP_XVFB_RUN} -a -s "-noreset -screen 0 1920x1200x24"
      $<TARGET_FILE:test_${test}> --test-case=window:*)
    # The driver is not ours to judge: it is unloaded before leaks are counted, so they cannot be told from ours (the
    # tests without a window count those), and its threads are unknown to the thread sanitizer, so it gets none.
    set_tests_properties(${name} PROPERTIES TIMEOUT 300
      ENVIRONMENT "WALLFLIP_TEST_WINDOW=1;LIBGL_ALWAYS_SOFTWARE=1;LP_NUM_THREADS=0;ASAN_OPTIONS=detect_leaks=0")
  endforeach()
else()
  message(STATUS "wallflip: xvfb-run is missing, so ctest skips the tests of the real window")
endif()
