package io.terrarium.server.page;

import io.terrarium.server.Answer;
import io.terrarium.server.Request;
import io.terrarium.server.Route;
import java.util.ArrayList;
import java.util.List;

/**
 * The routes of the web page, at {@code /} and below {@code /assets/}. Open to all: it has nothing
 * to hide.
 */
public final class Page {
  /**
   * What browsers may do with the page: load scripts, styles and images from the service, call the
   * service, and nothing else. Styles may stand in the document too, since the editor brings its
   * own that way; images and fonts may be part of a style.
   */
  public static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
          + "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
          + "form-action 'none'";

  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
  private static final String SVG = "image/svg+xml";

  /** Everything that is handed out below {@code /assets/}, and nothing else is. */
  static final List<String> ASSETS =
      List.of(
          "ace/ace.js",
          "ace/ext-searchbox.js",
          "ace/mode-python.js",
          "dom.js",
          "editor.js",
          "examples.js",
          "form.js",
          "icon.svg",
          "isolation.js",
          "json.js",
          "main.js",
          "page.css",
          "python.js",
          "result.js",
          "service.js",
          "snippets.js",
          "theme.js",
          "values.js");

  private Page() {}

  /** A route for each file. */
  public static List<Route> routes() {
    var routes = new ArrayList<Route>();
    routes.add(route("/", new Asset("index.html", HTML)));
    for (String name : ASSETS) {
      routes.add(route("/assets/" + name, new Asset(name, mediaType(name))));
    }
    return List.copyOf(routes);
  }

  private static Route route(String path, Asset asset) {
    return Route.of("GET", path, Route.Access.OPEN, request -> answer(asset, request));
  }

  private static Answer answer(Asset asset, Request request) {
    return asset.answer(request).with("Content-Security-Policy", CONTENT_SECURITY_POLICY);
  }

  private static String mediaType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "css" -> CSS;
      case "js" -> JAVASCRIPT;
      case "svg" -> SVG;
      default -> throw new IllegalArgumentException("no media type is known for " + name);
    };
  }
}
