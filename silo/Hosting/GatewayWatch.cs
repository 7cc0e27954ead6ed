namespace Postmobile.Silo.Hosting;

/// <summary>Knows whether a front end has a silo to talk to.</summary>
internal sealed class GatewayWatch : IClusterConnectionStatusObserver
{
    private volatile bool _lost;

    /// <summary>False from the loss of the last gateway until one is found again. (A client does not start without one.)</summary>
    public bool IsConnected => !_lost;

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered) =>
        _lost = currentNumberOfGateways == 0;

    public void NotifyClusterConnectionLost() => _lost = true;
}
