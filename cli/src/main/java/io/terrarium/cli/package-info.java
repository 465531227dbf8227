/**
 * The command {@code terrarium}: one class per subcommand, picocli underneath.
 *
 * <p>{@link io.terrarium.cli.Main} is the way in; {@link io.terrarium.cli.ExitCode} is what a shell
 * sees; {@link io.terrarium.cli.Errors} turns whatever went wrong into a line for a person. Nothing
 * here knows an engine: they are found at run time.
 */
@NullMarked
package io.terrarium.cli;

import org.jspecify.annotations.NullMarked;
