/**
 * What an engine implements and nobody else needs: where workers come from. Everything above a
 * worker (pool, watchdog, programs, sessions, outcomes) is written once, over these interfaces.
 * Beside them stands what several modules of Terrarium's own share, and no application needs.
 */
@NullMarked
package io.terrarium.spi;

import org.jspecify.annotations.NullMarked;
