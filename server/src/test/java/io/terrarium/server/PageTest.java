package io.terrarium.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.SandboxSettings;
import io.terrarium.config.Configuration;
import io.terrarium.config.ServerSettings;
import io.terrarium.server.Served.Got;
import io.terrarium.server.page.Page;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The page is handed out whole, to all, and nothing besides it. What it does is tried in a browser.
 */
class PageTest {
  /** What the page, its style or its scripts name of its own. */
  private static final Pattern NAMED =
      Pattern.compile("(?:href|src)=\"(assets/[^\"]+)\"|from \"\\./([a-z]+\\.js)\"");

  private static Served served;

  @BeforeAll
  static void start() {
    served = new Served(ServerSettings.builder(), operations(), Page.routes());
  }

  private static Operations operations() {
    return Operations.open(
        new Configuration(SandboxSettings.DEFAULT, ServerSettings.DEFAULT, new TreeMap<>()));
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @Test
  void everything_that_the_page_and_its_scripts_name_is_there() {
    Set<String> seen = new TreeSet<>();
    follow("", seen);
    assertThat(seen)
        .contains("assets/main.js", "assets/form.js", "assets/ace/ace.js", "assets/page.css");
  }

  private static void follow(String path, Set<String> seen) {
    if (!seen.add(path)) {
      return;
    }
    Got got = served.get("/" + path);
    assertThat(got.status()).as(path).isEqualTo(200);
    if (path.startsWith("assets/ace/")) {
      return;
    }
    for (MatchResult named : NAMED.matcher(got.text()).results().toList()) {
      follow(named.group(1) != null ? named.group(1) : "assets/" + named.group(2), seen);
    }
  }

  @Test
  void files_have_their_media_types_and_the_policy_that_binds_the_page() {
    assertThat(served.get("/").header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(served.get("/assets/main.js").header("content-type"))
        .isEqualTo("text/javascript; charset=utf-8");
    assertThat(served.get("/assets/page.css").header("content-type"))
        .isEqualTo("text/css; charset=utf-8");
    assertThat(served.get("/assets/icon.svg").header("content-type")).isEqualTo("image/svg+xml");
    assertThat(served.get("/").header("content-security-policy"))
        .contains("default-src 'none'; script-src 'self';");
  }

  @Test
  void a_file_that_a_browser_has_already_is_not_sent_again() {
    Got first = served.get("/assets/main.js");
    assertThat(first.header("cache-control")).isEqualTo("no-cache");
    String tag = first.header("etag");
    assertThat(served.get("/assets/main.js", "If-None-Match", tag).status()).isEqualTo(304);
    assertThat(served.get("/assets/main.js", "If-None-Match", "\"other\", W/" + tag).status())
        .isEqualTo(304);
    Got other = served.get("/assets/main.js", "If-None-Match", "\"other\"");
    assertThat(other.status()).isEqualTo(200);
    assertThat(other.text()).isEqualTo(first.text());
    assertThat(served.get("/assets/form.js", "If-None-Match", tag).status()).isEqualTo(200);
  }

  @Test
  void who_takes_packed_files_gets_them() throws Exception {
    var response =
        served
            .client()
            .send(
                HttpRequest.newBuilder(served.uri("/assets/ace/ace.js"))
                    .header("Accept-Encoding", "br, gzip")
                    .build(),
                BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(response.headers().firstValue("vary")).contains("Accept-Encoding");
    assertThat(unpacked(response.body())).isEqualTo(served.get("/assets/ace/ace.js").text());
    for (String other : new String[] {"br", "gzip;q=0", "identity, gzip;q=0.000"}) {
      assertThat(served.get("/assets/main.js", "Accept-Encoding", other).header("content-encoding"))
          .as(other)
          .isEmpty();
    }
  }

  private static String unpacked(InputStream packed) throws IOException {
    try (var in = new GZIPInputStream(packed)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void nothing_else_is_handed_out() throws IOException {
    for (String path :
        new String[] {
          "/assets",
          "/assets/",
          "/assets/index.html",
          "/assets/Page.class",
          "/assets/ace/LICENSE",
          "/assets/ace",
          "/index.html",
          "/assets/%2e%2e/package-info.class",
          "/assets//main.js"
        }) {
      assertThat(served.get(path).status()).as(path).isBetween(400, 404);
    }
    assertThat(
            served.raw(
                "GET /assets/../index.html HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 40");
    assertThat(served.method("POST", "/").status()).isEqualTo(405);
  }
}
