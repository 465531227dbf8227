package io.terrarium.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;

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
    Path path = path(typed);
    if (Files.isDirectory(path)) {
      throw new UsageException(typed + " is a folder: " + needed + " is needed here");
    }
    try (InputStream content = Files.newInputStream(path)) {
      return content.readNBytes(bytesAtMost + 1);
    } catch (NoSuchFileException _) {
      throw new UsageException("there is no file " + typed + hint.get());
    } catch (AccessDeniedException _) {
      throw new UsageException(typed + " cannot be read: permission denied");
    } catch (IOException e) {
      throw new UsageException(typed + " cannot be read: " + e.getMessage());
    }
  }
}
