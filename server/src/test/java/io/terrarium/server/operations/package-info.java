/** How the service is operated, seen from outside: through real HTTP, with a real engine. */
@NullMarked
package io.terrarium.server.operations;

import org.jspecify.annotations.NullMarked;
