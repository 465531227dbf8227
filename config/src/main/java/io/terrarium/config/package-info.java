/**
 * What an operator configures, in one file that the library, the command line and a service read
 * alike: {@link io.terrarium.config.Configuration}.
 */
@NullMarked
package io.terrarium.config;

import org.jspecify.annotations.NullMarked;
