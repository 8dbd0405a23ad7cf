package io.muster.scim;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingRequestWrapper;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Adds every SCIM call to {@code <folder>/scim.jsonl} when {@code -Dmuster.traffic=<folder>} asks
 * for it, tokens and passwords masked, to be compared with the RFC's schemas.
 */
@TestConfiguration
class ScimTraffic {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Bean
  FilterRegistrationBean<OncePerRequestFilter> traffic() {
    var registration = new FilterRegistrationBean<OncePerRequestFilter>(new Recorder());
    registration.addUrlPatterns("/scim/v2/*");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    registration.setEnabled(!System.getProperty("muster.traffic", "").isBlank());
    return registration;
  }

  private static final class Recorder extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      var in = new ContentCachingRequestWrapper(request, 2_000_000);
      var out = new ContentCachingResponseWrapper(response);
      chain.doFilter(in, out);
      add(in, out);
      out.copyBodyToResponse();
    }

    private static synchronized void add(
        ContentCachingRequestWrapper in, ContentCachingResponseWrapper out) throws IOException {
      var line = new LinkedHashMap<String, @Nullable Object>();
      line.put("spec", "scim");
      line.put("method", in.getMethod());
      var query = in.getQueryString();
      line.put("url", in.getRequestURL() + (query == null ? "" : "?" + query));
      var headers = new LinkedHashMap<String, String>();
      in.getHeaderNames()
          .asIterator()
          .forEachRemaining(name -> headers.put(name.toLowerCase(Locale.ROOT), in.getHeader(name)));
      headers.computeIfPresent("authorization", (name, value) -> "Bearer [redacted]");
      line.put("requestHeaders", headers);
      line.put("requestBody", body(in.getContentAsByteArray()));
      line.put("status", out.getStatus());
      var answered = new LinkedHashMap<String, String>();
      out.getHeaderNames()
          .forEach(name -> answered.put(name.toLowerCase(Locale.ROOT), out.getHeader(name)));
      if (out.getContentType() != null) {
        answered.put("content-type", out.getContentType());
      }
      line.put("responseHeaders", answered);
      line.put("responseBody", body(out.getContentAsByteArray()));
      var folder = Path.of(System.getProperty("muster.traffic"));
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("scim.jsonl"),
          JSON.writeValueAsString(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }

    private static @Nullable Object body(byte[] bytes) {
      var text =
          new String(bytes, StandardCharsets.UTF_8)
              .replaceAll("(\"password\"\\s*:\\s*)\"[^\"]*\"", "$1\"[redacted]\"");
      if (text.isEmpty()) {
        return null;
      }
      try {
        return JSON.readValue(text, Map.class);
      } catch (com.fasterxml.jackson.core.JsonProcessingException noJson) {
        return text;
      }
    }
  }
}
