namespace Postmobile.Identity;

internal sealed partial class CustomerGrain
{
    public Task<SessionState> Session() =>
        Task.FromResult(new SessionState(State.SessionVersion, [.. State.Devices.Select(device => device.Id)]));

    public Task<IReadOnlyList<DeviceView>> Devices() =>
        Task.FromResult<IReadOnlyList<DeviceView>>(
        [
            .. State.Devices.OrderByDescending(device => device.LastSeenAt)
                .Select(device => new DeviceView(device.Id, device.Name, device.FirstSeenAt, device.LastSeenAt)),
        ]);

    public Task<IReadOnlyList<string>> DeviceMarks() =>
        Task.FromResult<IReadOnlyList<string>>([.. State.Devices.Select(device => device.KeyDigest).Where(mark => mark.Length > 0)]);

    public async Task<IdentityRefusal?> RemoveDevice(string deviceId)
    {
        if (State.Devices.RemoveAll(device => device.Id == deviceId) == 0)
        {
            return IdentityRefusalCode.UnknownDevice;
        }

        CustomerRules.TouchSessions(State, Now);
        await Save();
        return null;
    }

    public Task SignOutEverywhere()
    {
        CustomerRules.EndSessions(State, Now);
        return Save();
    }
}
