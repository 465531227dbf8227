/**
 * The web page, as the service hands it out: a fixed set of files from the class path, each with a
 * route of its own, so that no path of a request ever becomes the path of a file.
 *
 * <p>The page is plain HTML, CSS and JavaScript modules, served as they stand in the sources;
 * {@code main.js} is where a reader begins. It talks to the service that it came from and to nobody
 * else: its {@link io.terrarium.server.page.Page#CONTENT_SECURITY_POLICY policy} has browsers hold
 * it to that. Whatever comes from a user's program gets into the page as text, through {@code
 * dom.js}.
 */
@NullMarked
package io.terrarium.server.page;

import org.jspecify.annotations.NullMarked;
