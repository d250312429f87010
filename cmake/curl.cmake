# mesh_curl: libcurl as the build at hand needs it. Debian's shared library where programs are shared; where they are static
# (MESH_STATIC), one that scripts/static-curl builds once, because Debian's archive does not link without Kerberos.
set(MESH_CURL_PREFIX "" CACHE PATH "A libcurl for static programs; empty: scripts/static-curl builds one")

add_library(mesh_curl INTERFACE)
if(MESH_STATIC)
  if(MESH_CURL_PREFIX)
    set(curl_prefix ${MESH_CURL_PREFIX})
  else()
    message(STATUS "libcurl for static programs: scripts/static-curl")
    execute_process(COMMAND ${CMAKE_SOURCE_DIR}/scripts/static-curl
      OUTPUT_VARIABLE curl_prefix OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  endif()
  foreach(name nghttp2 cares z)
    find_library(MESH_STATIC_${name} lib${name}.a REQUIRED)
  endforeach()
  target_include_directories(mesh_curl SYSTEM BEFORE INTERFACE ${curl_prefix}/include)
  target_compile_definitions(mesh_curl INTERFACE CURL_STATICLIB)
  target_link_libraries(mesh_curl INTERFACE ${curl_prefix}/lib/libcurl.a
    ${MESH_STATIC_nghttp2} ${MESH_STATIC_cares} OpenSSL::SSL OpenSSL::Crypto ${MESH_STATIC_z})
else()
  find_package(CURL 7.88 REQUIRED)
  target_link_libraries(mesh_curl INTERFACE CURL::libcurl)
endif()
target_link_libraries(mesh_curl INTERFACE OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
