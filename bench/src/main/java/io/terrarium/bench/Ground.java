package io.terrarium.bench;

import io.terrarium.Program;
import io.terrarium.Sandbox;
import java.nio.file.Path;

/**
 * What the measures share.
 *
 * @param sandbox with default settings
 * @param program {@link Trivial}
 * @param python what its workers run on
 * @param root the folder of the project, where ./terrarium is
 * @param folder where the sandbox puts what it needs, and nobody else anything
 */
record Ground(Sandbox sandbox, Program program, Python python, Path root, Path folder) {}
