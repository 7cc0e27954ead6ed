using Microsoft.Extensions.Logging;

namespace Postmobile.Identity;

public sealed partial class SmtpMailGateway
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail server did not take mail {Id} ({Reason}).")]
    private partial void LogRefused(string id, string reason);
}
