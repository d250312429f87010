# mesh_curl: the libcurl that scripts/static-curl builds once; it says why Debian's is not used. Static programs and shared ones use the
# same, so that what is tested is what is shipped.
set(MESH_CURL_PREFIX "" CACHE PATH "Where libcurl is (include/, lib/libcurl.a); empty: scripts/static-curl says it")
set(curl_prefix ${MESH_CURL_PREFIX})
if(NOT curl_prefix)
  message(STATUS "libcurl: scripts/static-curl")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/scripts/static-curl ${CMAKE_SOURCE_DIR}/scripts/static-curl.patch)
  execute_process(COMMAND ${CMAKE_SOURCE_DIR}/scripts/static-curl
    OUTPUT_VARIABLE curl_prefix OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
endif()

set(ending so)
if(MESH_STATIC)
  set(ending a)
endif()
foreach(name nghttp2 cares z)
  find_library(MESH_LIB_${name} lib${name}.${ending} REQUIRED)
endforeach()

add_library(mesh_curl INTERFACE)
target_include_directories(mesh_curl SYSTEM BEFORE INTERFACE ${curl_prefix}/include)
target_compile_definitions(mesh_curl INTERFACE CURL_STATICLIB)
target_link_libraries(mesh_curl INTERFACE ${curl_prefix}/lib/libcurl.a
  ${MESH_LIB_nghttp2} ${MESH_LIB_cares} OpenSSL::SSL OpenSSL::Crypto ${MESH_LIB_z} Threads::Threads)
