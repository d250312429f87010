# What every target of the project shares: language level, warnings, sanitizers, static release.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

set(MESH_SANITIZE "" CACHE STRING "Sanitizers for every target: address,undefined or thread")
option(MESH_STATIC "Link the programs fully static (-static-pie)" OFF)
option(MESH_FUZZ "Build the libFuzzer targets (needs clang)" OFF)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=mold)
endif()

find_package(Threads REQUIRED)
set(OPENSSL_USE_STATIC_LIBS ${MESH_STATIC})
find_package(OpenSSL REQUIRED)
find_package(GTest REQUIRED)
find_package(nlohmann_json REQUIRED)

add_library(mesh_options INTERFACE)
target_include_directories(mesh_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(mesh_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 sees uninitialised members in moves of std::variant where there are none.
  target_compile_options(mesh_options INTERFACE -Wno-maybe-uninitialized)
endif()
if(MESH_SANITIZE)
  add_compile_options(-fsanitize=${MESH_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${MESH_SANITIZE})
endif()

# mesh_library(NAME n SOURCES ... LIBS ...): a static library of the project.
function(mesh_library)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;LIBS" ${ARGN})
  add_library(${ARG_NAME} STATIC ${ARG_SOURCES})
  target_link_libraries(${ARG_NAME} PUBLIC mesh_options ${ARG_LIBS})
endfunction()

# mesh_test(NAME n SOURCES ... LIBS ... LABEL unit|contract|e2e|lint|docs): one CTest entry.
function(mesh_test)
  cmake_parse_arguments(ARG "" "NAME;LABEL" "SOURCES;LIBS" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_LIBS} GTest::gmock GTest::gtest_main)
  set_target_properties(${ARG_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  # What is tested is optimised and watched; the tests themselves need not wait for it.
  target_compile_options(${ARG_NAME} PRIVATE -O0)
  if(MESH_SANITIZE MATCHES undefined)
    target_compile_options(${ARG_NAME} PRIVATE -fno-sanitize=undefined)
  endif()
  target_compile_definitions(${ARG_NAME} PRIVATE
    MESH_SOURCE_DIR="${CMAKE_SOURCE_DIR}" MESH_BUILD_DIR="${CMAKE_BINARY_DIR}")
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME} WORKING_DIRECTORY ${CMAKE_BINARY_DIR})
  set_tests_properties(${ARG_NAME} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT 600)
endfunction()

# mesh_program(NAME n SOURCES ... LIBS ...): an installed program; static where MESH_STATIC says so.
function(mesh_program)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;LIBS" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  target_link_libraries(${ARG_NAME} PRIVATE mesh_options ${ARG_LIBS})
  if(MESH_STATIC)
    target_link_options(${ARG_NAME} PRIVATE -static-pie -s -Wl,--gc-sections)
    if(MOLD)
      # Half of a static-pie's relocations are of one kind; packed, they take a megabyte less.
      target_link_options(${ARG_NAME} PRIVATE -Wl,--pack-dyn-relocs=relr)
    endif()
  endif()
  target_compile_definitions(${ARG_NAME} PRIVATE MESH_VERSION="${PROJECT_VERSION}")
endfunction()
