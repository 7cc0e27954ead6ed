using Microsoft.Extensions.Logging;

namespace Postmobile.Identity;

public sealed partial class KannelSmsGateway
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "SMS {Id} was not accepted by the gateway ({Reason}); it is tried again.")]
    private partial void LogRefused(string id, string reason);
}
