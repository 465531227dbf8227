package io.terrarium.server.page;

import io.terrarium.server.Answer;
import io.terrarium.server.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One file of the page. It is read when somebody asks for it first, so that a service without
 * visitors pays nothing; from then on it stays. Thread-safe.
 */
final class Asset {
  private static final int TAG_DIGITS = 32;

  private final String name;
  private final String mediaType;
  private final AtomicReference<@Nullable Content> read = new AtomicReference<>();

  /**
   * The content, as it is and packed.
   *
   * @param tag of the content; the packed one has another, as it has other bytes
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Content(byte[] plain, byte[] packed, String tag) {}

  /**
   * A file.
   *
   * @param name where it is, from this class on
   */
  Asset(String name, String mediaType) {
    this.name = name;
    this.mediaType = mediaType;
  }

  /** The file, or that it is still what the client has. */
  Answer answer(Request request) {
    Content content = content();
    boolean packed = takesPacked(request.headers("Accept-Encoding"));
    String tag = "\"" + content.tag() + (packed ? "-gzip" : "") + "\"";
    Answer answer =
        has(request.headers("If-None-Match"), tag)
            ? Answer.nothing(304)
            : document(packed ? content.packed() : content.plain());
    if (packed && answer.status() == 200) {
      answer = answer.with("Content-Encoding", "gzip");
    }
    // Asked for again each time, and sent only where it has changed: the page never is of two
    // versions.
    return answer
        .with("Cache-Control", "no-cache")
        .with("ETag", tag)
        .with("Vary", "Accept-Encoding");
  }

  private Answer document(byte[] body) {
    return new Answer.Document(200, mediaType, body, List.of());
  }

  private static boolean takesPacked(List<String> accepted) {
    return listed(accepted)
        .anyMatch(
            coding -> coding.equals("gzip") || coding.matches("gzip\\s*;\\s*q=(1|0\\.0*[1-9]).*"));
  }

  private static boolean has(List<String> tags, String tag) {
    return listed(tags).anyMatch(had -> had.equals("*") || had.replaceFirst("^W/", "").equals(tag));
  }

  private static Stream<String> listed(List<String> values) {
    return values.stream().flatMap(value -> Arrays.stream(value.split(",", -1))).map(String::strip);
  }

  private Content content() {
    Content known = read.get();
    if (known == null) {
      known = load();
      read.set(known);
    }
    return known;
  }

  private Content load() {
    try (InputStream in = Asset.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the page's file " + name + " is missing in this build");
      }
      byte[] plain = in.readAllBytes();
      return new Content(plain, packed(plain), tagOf(plain));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the page's file " + name, e);
    }
  }

  private static byte[] packed(byte[] plain) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  private static String tagOf(byte[] plain) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
      return HexFormat.of().formatHex(digest).substring(0, TAG_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
