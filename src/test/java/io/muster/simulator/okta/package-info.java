@org.jspecify.annotations.NullMarked
package io.muster.simulator.okta;
