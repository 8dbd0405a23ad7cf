/**
 * A SCIM 2.0 server: identity providers push the users and groups they hold, and an HR system that
 * speaks SCIM pushes its people.
 *
 * <p>A request goes through these hands: {@link io.muster.scim.ScimController} bounds it, {@link
 * io.muster.scim.ScimServer} gives it one transaction, {@link io.muster.scim.UserEndpoint} and
 * {@link io.muster.scim.GroupEndpoint} keep what it says, and {@link
 * io.muster.scim.ScimPushHandler} decides what that means for people who work here.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"people", "remote", "intake", "directory", "doors", "preflight"})
@org.jspecify.annotations.NullMarked
package io.muster.scim;
