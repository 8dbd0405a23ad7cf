/** Onboarding: from hired to a person who can work. */
@org.jspecify.annotations.NullMarked
package io.muster.lifecycle.onboarding;
