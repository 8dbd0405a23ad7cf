/** Google Workspace as a directory, through Google's own clients. */
@org.jspecify.annotations.NullMarked
package io.muster.directory.google;
