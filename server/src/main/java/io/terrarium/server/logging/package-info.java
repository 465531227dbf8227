/**
 * Where the log of the service's own process goes: to standard output, a line for each event. An
 * application that embeds the service has a log of its own and no need of this.
 */
@NullMarked
package io.terrarium.server.logging;

import org.jspecify.annotations.NullMarked;
