/** What tests of every module lean on. */
@org.jspecify.annotations.NullMarked
package io.muster.testing;
