namespace Postmobile.Silo.Hosting;

/// <summary>What a host is to the cluster; the setting <c>Cluster:Role</c>.</summary>
public enum ClusterRole
{
    /// <summary>It hosts grains in its own process. The default: one process is then the whole house.</summary>
    Combined,

    /// <summary>It hosts none, and speaks to silos through their gateways: a pure front end.</summary>
    Client,
}
