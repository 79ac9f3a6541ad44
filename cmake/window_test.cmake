# The window tests need a display: one under Xvfb, never the user's own. -noreset: the server must outlive its last
# client, for each test case opens a window of its own.
find_program(WALLFLIP_XVFB_RUN xvfb-run)
mark_as_advanced(WALLFLIP_XVFB_RUN)
if(NOT TARGET test_app)
  return()
endif()
if(WALLFLIP_XVFB_RUN)
  add_test(NAME window COMMAND ${WALLFLIP_XVFB_RUN} -a -s "-noreset -screen 0 1920x1200x24"
    $<TARGET_FILE:test_app> --test-case=window:*)
  set_tests_properties(window PROPERTIES ENVIRONMENT "WALLFLIP_TEST_WINDOW=1;LIBGL_ALWAYS_SOFTWARE=1" TIMEOUT 120)
else()
  message(STATUS "wallflip: xvfb-run is missing, so ctest skips the tests of the real window")
endif()
