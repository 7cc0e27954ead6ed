using System.Net;

namespace Postmobile.Silo.Hosting;

/// <summary>What one host needs to know of the cluster; sections <c>Cluster</c> and <c>Orleans</c> (the ports).</summary>
public sealed class PostmobileClusterOptions
{
    /// <summary>Hosts with the same id form one cluster.</summary>
    public string ClusterId { get; set; } = "postmobile";

    /// <summary>Names the service across clusters; reminders belong to it.</summary>
    public string ServiceId { get; set; } = "postmobile";

    /// <summary>The address other silos and front ends reach this silo at. Loopback unless said otherwise.</summary>
    public string AdvertisedAddress { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>
    /// The port silos speak to one another on. Keep it the same over restarts: a silo that comes back on its old address
    /// replaces its own ghost at once, on another it waits up to five minutes for it.
    /// </summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port front ends connect to.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Three unanswered probes in a row, one in this time each, make a silo suspect.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How often a silo writes into its row that it is alive. Three times this old, the row is a ghost that a starting silo no
    /// longer waits for: so a cluster that lost all its silos at once is back within seconds of its own start.
    /// </summary>
    public TimeSpan AliveEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a grain call may take before its outcome is unknown to the caller.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a grain stays in memory after its last call.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How many calls may wait for one grain before further ones are refused: a queue this long has lost its callers already.</summary>
    public int MaxWaitingCalls { get; set; } = 20_000;
}
