package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The files of the screens. What a version number in the address names never changes and is kept by
 * browsers for a year; everything else is asked for anew and told apart by its content, since every
 * file of a reproducible build bears the same date.
 */
final class ScreenFiles implements WebMvcConfigurer {
  private static final String ROOT = "META-INF/resources/";

  /** The screens that stand; each module brings its own folder. */
  static final List<String> APPS = List.of("care", "ems", "my");

  private final Map<String, String> tags = new ConcurrentHashMap<>();

  /** How the page's own import map is named in a content security policy (CSP Level 3, 2.3.1). */
  static String importMapSource() {
    return "'sha256-" + digest(new ClassPathResource(ROOT + "kit/import-map.json")) + "'";
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    serve(registry, "webjars", CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
    serve(registry, "kit", CacheControl.noCache());
    for (String app : APPS) serve(registry, app, CacheControl.noCache());
  }

  private void serve(ResourceHandlerRegistry registry, String folder, CacheControl kept) {
    registry
        .addResourceHandler("/" + folder + "/**")
        .addResourceLocations("classpath:/" + ROOT + folder + "/")
        .setCacheControl(kept)
        .setUseLastModified(false)
        .setEtagGenerator(this::tag);
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    for (String app : APPS) {
      registry.addRedirectViewController("/" + app, "/" + app + "/");
      registry.addViewController("/" + app + "/").setViewName("forward:/" + app + "/index.html");
    }
  }

  private String tag(Resource file) {
    return tags.computeIfAbsent(String.valueOf(file), name -> '"' + digest(file) + '"');
  }

  private static String digest(Resource file) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(file.getContentAsByteArray());
      return Base64.getEncoder().encodeToString(hash);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
