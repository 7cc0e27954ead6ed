using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Postmobile.Identity;

/// <summary>Kannel's HTTP interface <c>sendsms</c> (Kannel 1.4 user guide, "SMS push"). 202 means accepted.</summary>
public sealed partial class KannelSmsGateway(HttpClient http, IOptions<SmsOptions> options, ILogger<KannelSmsGateway> logger) : ISmsGateway
{
    // Delivered to the telephone (1), refused by the network (2): the two reports worth storing.
    private const string DeliveryReportMask = "3";

    /// <inheritdoc />
    public async Task<IReadOnlyList<SmsMessage>> Send(IReadOnlyList<SmsMessage> messages, CancellationToken cancellation)
    {
        var left = new List<SmsMessage>();
        foreach (SmsMessage[] some in messages.Chunk(options.Value.AtOnce))
        {
            bool[] sent = await Task.WhenAll(some.Select(message => TrySend(message, cancellation)));
            left.AddRange(some.Where((_, i) => !sent[i]));
        }

        return left;
    }

    /// <summary>The address that asks Kannel to send one message.</summary>
    public static Uri BuildUri(SmsOptions options, SmsMessage message)
    {
        var query = new Dictionary<string, string?>
        {
            ["username"] = options.Username,
            ["password"] = options.Password,
            ["from"] = options.From,
            ["to"] = message.To,
            ["charset"] = "UTF-8",
            ["coding"] = GsmAlphabet.Fits(message.Text) ? "0" : "2",
            ["text"] = message.Text,
        };
        if (options.DeliveryReportUrl is { } report)
        {
            query["dlr-mask"] = DeliveryReportMask;
            query["dlr-url"] = report.ToString();
        }

        return new Uri(QueryHelpers.AddQueryString(options.Url!.ToString(), query));
    }

    private async Task<bool> TrySend(SmsMessage message, CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(BuildUri(options.Value, message), cancellation);
            if (answer.IsSuccessStatusCode)
            {
                return true;
            }

            LogRefused(message.Id, ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // The exception's text could hold the address, and with it the message: only its type is told.
            LogRefused(message.Id, failure.GetType().Name);
        }

        return false;
    }
}
