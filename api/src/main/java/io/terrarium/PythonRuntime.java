package io.terrarium;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A Python that programs are compiled for and run on, and what it has ready for them. A sandbox may
 * have several side by side; a {@link Source} says by name which one it is for. Immutable.
 *
 * {@snippet :
 * PythonRuntime science =
 *     PythonRuntime.named("science")
 *         .python(Path.of("envs/science/bin/python"))
 *         .preload("numpy", "pandas")
 *         .build();
 * try (Sandbox sandbox = Sandbox.builder().runtime(science).create()) {
 *   Program program = sandbox.compile(Source.of(text).under(policy).on("science"));
 * }
 * }
 *
 * <p>Programs under {@link Policy#FULL} may import all that is preloaded and every module of the
 * operator's; under the other policies those that their policy names.
 *
 * @param name by which sources ask for it
 * @param python the interpreter, which may be a virtual environment's; empty: the default
 *     runtime's, and for that the first usable one of the machine
 * @param preload modules of its installed packages, imported once and shared by all workers
 * @param modules modules of the operator's own
 */
public record PythonRuntime(
    String name, Optional<Path> python, List<String> preload, List<PythonModule> modules) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
  private static final int PRELOADED_AT_MOST = 100;

  /** The name of the runtime that sources are for unless they say otherwise. */
  public static final String DEFAULT_NAME = "default";

  /** The first usable interpreter of the machine, with nothing added. */
  public static final PythonRuntime DEFAULT =
      new PythonRuntime(DEFAULT_NAME, Optional.empty(), List.of(), List.of());

  /** Checks names, and makes the path of the interpreter absolute. */
  public PythonRuntime {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name for a runtime: up to 64 ASCII letters, digits, dashes and underscores"
                  .formatted(name)
              + " are, a letter first");
    }
    python = python.map(Path::toAbsolutePath);
    preload = List.copyOf(new LinkedHashSet<>(preload));
    modules = List.copyOf(modules);
    for (String module : preload) {
      Arrays.stream(module.split("\\.", -1)).forEach(PythonModule::checked);
    }
    if (preload.size() > PRELOADED_AT_MOST) {
      throw new IllegalArgumentException(
          "the runtime " + name + " preloads more than " + PRELOADED_AT_MOST + " modules");
    }
    Set<String> names = new HashSet<>();
    for (PythonModule module : modules) {
      if (!names.add(module.name())) {
        throw new IllegalArgumentException(
            "the runtime " + name + " has two modules named " + module.name());
      }
    }
  }

  /** Begins a runtime. */
  public static Builder named(String name) {
    return new Builder(new PythonRuntime(name, Optional.empty(), List.of(), List.of()));
  }

  /** Begins a runtime that differs from this one. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Whether it has more than its Python's standard library. */
  public boolean isEquipped() {
    return !preload.isEmpty() || !modules.isEmpty();
  }

  /** Builds a runtime step by step. Not safe for several threads. */
  public static final class Builder {
    private final String name;
    private Optional<Path> python;
    private final List<String> preload;
    private final List<PythonModule> modules;

    private Builder(PythonRuntime from) {
      name = from.name;
      python = from.python;
      preload = new ArrayList<>(from.preload);
      modules = new ArrayList<>(from.modules);
    }

    /** Its interpreter; that of a virtual environment brings the environment's packages. */
    public Builder python(Path interpreter) {
      python = Optional.of(interpreter);
      return this;
    }

    /** Modules of installed packages that are imported ahead of need, besides earlier ones. */
    public Builder preload(String... names) {
      preload.addAll(List.of(names));
      return this;
    }

    /** A module of the operator's own, besides earlier ones. */
    public Builder module(PythonModule module) {
      modules.add(module);
      return this;
    }

    /**
     * The runtime as it is now.
     *
     * @throws IllegalArgumentException when a name is none, or two modules have the same one
     */
    public PythonRuntime build() {
      return new PythonRuntime(name, python, preload, modules);
    }
  }
}
