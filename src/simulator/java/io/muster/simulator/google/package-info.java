/** Google Workspace, as far as its published description and known habits go. */
@org.jspecify.annotations.NullMarked
package io.muster.simulator.google;
