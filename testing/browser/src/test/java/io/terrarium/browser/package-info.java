/**
 * What people see, tested in a real Chromium against a real service.
 *
 * <p>{@link Chromium} finds the browser and starts it once; a {@link Visit} is a fresh window in
 * it, which fails the test at its end when a request left the page's origin, or when the browser
 * had something to complain about. {@link RunningService} is {@code terrarium serve}, as a process.
 * Pictures are kept in {@code target/screenshots}.
 */
@NullMarked
package io.terrarium.browser;

import org.jspecify.annotations.NullMarked;
