package io.terrarium;

import io.terrarium.spi.PythonKeywords;
import io.terrarium.value.BytesValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A module of the operator's own, which programs may import: trusted code, run when a sandbox
 * starts and before any program is near. A package is a module with parts. Immutable.
 *
 * {@snippet :
 * PythonModule rates = PythonModule.of("rates", """
 *     __all__ = ["net"]
 *
 *     def net(gross, rate=0.19):
 *         return gross / (1 + rate)
 *     """);
 * try (Sandbox sandbox = Sandbox.builder().module(rates).create()) { … }
 * }
 *
 * <p>Programs under {@link Policy#FULL} may import it as it is. Under the other policies a program
 * may when its policy names the module ({@code allowModules("rates")}), and then has its {@code
 * __all__}, or where there is none what the module itself defines under a public name.
 *
 * <p>Sources are what Python reads in a file: UTF-8 unless their first lines say otherwise. Whether
 * they are Python is found out when the sandbox starts, which fails where they are not.
 */
public final class PythonModule {
  private static final int BYTES_AT_MOST = 16 << 20;
  private static final int PARTS_AT_MOST = 1_000;
  private static final String SUFFIX = ".py";
  private static final String INIT = "__init__";
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

  private final String name;

  /** By their full names; the module's own among them. */
  private final SortedMap<String, Part> parts;

  private PythonModule(String name, SortedMap<String, Part> parts) {
    this.name = name;
    this.parts = Collections.unmodifiableSortedMap(parts);
    long bytes = parts.values().stream().mapToLong(part -> part.source.size()).sum();
    if (parts.size() > PARTS_AT_MOST || bytes > BYTES_AT_MOST) {
      throw new IllegalArgumentException(
          "the module %s has %d parts and %d bytes: at most %d and %d are taken"
              .formatted(name, parts.size(), bytes, PARTS_AT_MOST, BYTES_AT_MOST));
    }
  }

  /**
   * One file of source: the module itself, or a module of a package.
   *
   * @param name its full name, such as {@code rates.tables}
   * @param file how tracebacks of the operator's call it
   * @param isPackage whether other modules may be in it
   */
  public record Part(String name, String file, BytesValue source, boolean isPackage) {
    private Part(String name, String file, byte[] source, boolean isPackage) {
      this(name, file, BytesValue.of(source), isPackage);
    }
  }

  /**
   * A module given as text.
   *
   * @param name what programs import: a name of ASCII letters, digits and underscores
   * @throws IllegalArgumentException when it is no such name, or the source is too large
   */
  public static PythonModule of(String name, String source) {
    return of(name, source.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A module given as the bytes of a file.
   *
   * @throws IllegalArgumentException when the name is none for a module, or the source is too large
   */
  public static PythonModule of(String name, byte[] source) {
    checked(name);
    var parts = new TreeMap<String, Part>();
    parts.put(name, new Part(name, name + SUFFIX, source, false));
    return new PythonModule(name, parts);
  }

  /**
   * A module given as a file, or a package given as a folder with an {@code __init__.py} in it. It
   * is read now; later changes of the files are not seen.
   *
   * @throws IllegalArgumentException when there is no such file, it cannot be read, or the name is
   *     none for a module; the message names the file
   */
  public static PythonModule of(String name, Path path) {
    checked(name);
    try {
      if (!Files.isDirectory(path)) {
        return of(name, Files.readAllBytes(path));
      }
      var parts = new TreeMap<String, Part>();
      addFolder(name, name, path, parts);
      return new PythonModule(name, parts);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "the module " + name + " has no file: there is no " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the module " + name + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * A module given as a resource beside a class.
   *
   * @throws IllegalArgumentException when there is no such resource, or the name is none for a
   *     module
   */
  public static PythonModule of(String name, Class<?> beside, String resource) {
    try (InputStream content = beside.getResourceAsStream(resource)) {
      if (content == null) {
        throw new IllegalArgumentException(
            "the module %s has no source: there is no resource %s beside %s"
                .formatted(name, resource, beside.getName()));
      }
      return of(name, content.readNBytes(BYTES_AT_MOST + 1));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the module " + name + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The same module as a package with one more module in it.
   *
   * @param within its name within the package: {@code tables}
   * @throws IllegalArgumentException when it is there already, or is no name for a module
   */
  public PythonModule with(String within, String source) {
    checked(within);
    String full = name + "." + within;
    var more = new TreeMap<>(parts);
    Part top = more.get(name);
    if (top != null && !top.isPackage) {
      more.put(name, new Part(name, name + "/" + INIT + SUFFIX, top.source, true));
    }
    String file = full.replace('.', '/') + SUFFIX;
    var part = new Part(full, file, source.getBytes(StandardCharsets.UTF_8), false);
    if (more.put(full, part) != null) {
      throw new IllegalArgumentException("the package " + name + " has " + within + " already");
    }
    return new PythonModule(name, more);
  }

  /** What programs import. */
  public String name() {
    return name;
  }

  /** The files of source, sorted by the full names of their modules. */
  public List<Part> parts() {
    return List.copyOf(parts.values());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PythonModule that && name.equals(that.name) && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return "PythonModule[" + name + "]";
  }

  /** The name, if a module may have it. */
  static String checked(String name) {
    if (!WORD.matcher(name).matches() || PythonKeywords.contains(name)) {
      throw new IllegalArgumentException(
          "'%s' is no name for a module: up to 100 ASCII letters, digits and underscores are, no"
                  .formatted(name)
              + " digit first, and no keyword");
    }
    return name;
  }

  private static void addFolder(
      String fullName, String file, Path folder, SortedMap<String, Part> parts) throws IOException {
    Path init = folder.resolve(INIT + SUFFIX);
    parts.put(
        fullName, new Part(fullName, file + "/" + INIT + SUFFIX, Files.readAllBytes(init), true));
    for (Path entry : entries(folder)) {
      String entryName = String.valueOf(entry.getFileName());
      if (Files.isDirectory(entry)) {
        if (WORD.matcher(entryName).matches() && Files.exists(entry.resolve(INIT + SUFFIX))) {
          addFolder(fullName + "." + entryName, file + "/" + entryName, entry, parts);
        }
      } else if (entryName.endsWith(SUFFIX) && !entry.equals(init)) {
        String stem = checked(entryName.substring(0, entryName.length() - SUFFIX.length()));
        String full = fullName + "." + stem;
        parts.put(full, new Part(full, file + "/" + entryName, Files.readAllBytes(entry), false));
      }
      if (parts.size() > PARTS_AT_MOST) {
        throw new IllegalArgumentException(
            "the package " + fullName + " has more than " + PARTS_AT_MOST + " modules");
      }
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return new ArrayList<>(entries.sorted().toList());
    }
  }
}
