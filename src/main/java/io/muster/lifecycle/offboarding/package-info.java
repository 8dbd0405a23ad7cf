/** Offboarding: from terminated to nothing left behind. */
@org.jspecify.annotations.NullMarked
package io.muster.lifecycle.offboarding;
