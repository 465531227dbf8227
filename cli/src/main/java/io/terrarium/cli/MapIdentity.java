package io.terrarium.cli;

import io.terrarium.json.InvalidJsonException;
import io.terrarium.json.ValueJson;
import io.terrarium.value.DictValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the rows of an output depend on: which program, which function, which input, how it is read.
 * It lies in a file beside an output that is not whole yet, so that only the same map goes on with
 * it.
 *
 * @param parts each by its name
 */
record MapIdentity(Map<String, String> parts) {
  private static final int MOST_BYTES = 1 << 16;

  MapIdentity {
    parts = new LinkedHashMap<>(parts);
  }

  /** The file beside an output. */
  static Path fileFor(Path output) {
    return output.resolveSibling(output.getFileName() + ".map");
  }

  /** The hash of a whole file. */
  static String hash(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[1 << 16];
      for (int count = content.read(piece); count >= 0; count = content.read(piece)) {
        digest.update(piece, 0, count);
      }
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read: " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What stands in the file. */
  static MapIdentity read(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      String text =
          new String(content.readNBytes(MOST_BYTES), java.nio.charset.StandardCharsets.UTF_8);
      var parts = new LinkedHashMap<String, String>();
      for (DictValue.Entry entry : ValueJson.readObject(text).entries()) {
        if (entry.key() instanceof StrValue(String name)
            && entry.value() instanceof StrValue(String part)) {
          parts.put(name, part);
        }
      }
      return new MapIdentity(parts);
    } catch (IOException | InvalidJsonException e) {
      throw new UsageException(
          file + " is no record of a map that can go on: remove it and its output to begin anew");
    }
  }

  /** Writes the file: all of it, or nothing. */
  void write(Path file) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    List<DictValue.Entry> entries =
        parts.entrySet().stream()
            .map(part ->
                new DictValue.Entry(
                    new StrValue(part.getKey()), (Value) new StrValue(part.getValue())))
            .toList();
    Files.writeString(written, ValueJson.write(new DictValue(entries)) + "\n");
    Files.move(
        written,
        file,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** The names of the parts in which another one differs. */
  List<String> differences(MapIdentity other) {
    return parts.keySet().stream()
        .filter(name -> !Objects.equals(parts.get(name), other.parts.get(name)))
        .toList();
  }
}
