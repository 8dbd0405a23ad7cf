/** Okta as a directory, through its own SDK. */
@org.jspecify.annotations.NullMarked
package io.muster.directory.okta;
