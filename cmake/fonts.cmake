# Inter for text, JetBrains Mono for arithmetic. The paths found here are compiled in; at run time app/fonts.cpp looks in
# the same places again and ends at Dear ImGui's built-in face, so a missing font costs beauty and nothing else.
set(wallflip_font_dirs
  /usr/share/fonts/opentype/inter /usr/share/fonts/truetype/inter /usr/share/fonts/inter
  /usr/share/fonts/truetype/inter-variable
  /usr/share/fonts/truetype/jetbrains-mono /usr/share/fonts/jetbrains-mono
  /usr/share/fonts/truetype/dejavu
  /usr/local/share/fonts $ENV{HOME}/.local/share/fonts $ENV{HOME}/Library/Fonts /Library/Fonts
  "$ENV{LOCALAPPDATA}/Microsoft/Windows/Fonts" C:/Windows/Fonts)

set(WALLFLIP_FONT_DEFINITIONS "")
function(wallflip_font role)  # wallflip_font(ROLE file names, the best first): WALLFLIP_FONT_<ROLE>="path" or nothing
  find_file(WALLFLIP_FONT_${role} NAMES ${ARGN} PATHS ${wallflip_font_dirs} NO_DEFAULT_PATH)
  mark_as_advanced(WALLFLIP_FONT_${role})
  if(WALLFLIP_FONT_${role})
    set(WALLFLIP_FONT_DEFINITIONS ${WALLFLIP_FONT_DEFINITIONS} "WALLFLIP_FONT_${role}=\"${WALLFLIP_FONT_${role}}\"" PARENT_SCOPE)
  else()
    message(STATUS "wallflip: no ${role} font found (${ARGN})")
  endif()
endfunction()
wallflip_font(TEXT Inter-Regular.otf Inter-Regular.ttf InterVariable.ttf Inter.ttf)
wallflip_font(STRONG Inter-SemiBold.otf Inter-SemiBold.ttf Inter-Bold.otf Inter-Bold.ttf)
wallflip_font(MONO JetBrainsMono-Regular.ttf JetBrainsMono-Regular.otf)
