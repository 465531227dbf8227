package io.terrarium.cli;

import io.terrarium.spi.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A file of the operator's, read for a command. What is wrong with one is the operator's to mend.
 */
final class InputFile {
  private InputFile() {}

  /** A path as it was typed. */
  static Path path(String typed) {
    try {
      return Path.of(typed);
    } catch (InvalidPathException e) {
      throw new UsageException("'" + typed + "' is no name of a file: " + e.getReason());
    }
  }

  /**
   * Its bytes, or one more than there may be.
   *
   * @param typed how messages call it
   * @param needed what it has to be, where it is a folder
   * @param hint what to say more where there is no such file
   */
  static byte[] read(String typed, String needed, int bytesAtMost, Supplier<String> hint) {
    try (InputStream content = open(typed, needed, hint)) {
      return content.readNBytes(bytesAtMost + 1);
    } catch (IOException e) {
      throw new UsageException(typed + " cannot be read: " + e.getMessage());
    }
  }

  /** Its content, to be read piece by piece; the parameters are those of {@link #read}. */
  static InputStream open(String typed, String needed, Supplier<String> hint) {
    Path path = path(typed);
    if (Files.isDirectory(path)) {
      throw new UsageException(typed + " is a folder: " + needed + " is needed here");
    }
    try {
      return Files.newInputStream(path);
    } catch (NoSuchFileException _) {
      throw new UsageException("there is no file " + typed + hint.get());
    } catch (AccessDeniedException _) {
      throw new UsageException(typed + " cannot be read: permission denied");
    } catch (IOException e) {
      throw new UsageException(typed + " cannot be read: " + e.getMessage());
    }
  }

  /** What the name may have meant: the most similar file beside it. */
  static String nearby(Path path) {
    Path name = path.getFileName();
    Path folder = path.toAbsolutePath().getParent();
    if (name == null || folder == null) {
      return "";
    }
    if (!Files.isDirectory(folder)) {
      return ": there is no folder " + folder + " either";
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files.limit(1_000).map(file -> file.getFileName().toString()).sorted().toList();
      return Nearest.of(name.toString(), names)
          .map(near -> "; did you mean " + near + "?")
          .orElse("");
    } catch (IOException _) {
      return "";
    }
  }
}
