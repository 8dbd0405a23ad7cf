/** What every directory promises, and who keeps it. */
@org.jspecify.annotations.NullMarked
package io.muster.directory;
