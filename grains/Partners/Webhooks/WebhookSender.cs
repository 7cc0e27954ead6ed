using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Postmobile.Partners;

/// <summary>Posts one message to one endpoint and says what came of it; never throws for what the receiver does.</summary>
internal sealed class WebhookSender(HttpClient http, TimeProvider time)
{
    private const int FailureMax = 200;

    /// <summary>The body of a message: what kind of thing happened, when, to what.</summary>
    public static string Body(WebhookEvent happened) =>
        $$"""{"type":{{JsonSerializer.Serialize(happened.Type)}},"timestamp":"{{happened.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}}","data":{{happened.Data}}}""";

    public async Task<WebhookAttempt> Send(string url, WebhookEvent happened, int number, IReadOnlyList<string> secrets)
    {
        DateTimeOffset at = time.GetUtcNow();
        long since = Stopwatch.GetTimestamp();
        try
        {
            string body = Body(happened);
            using HttpRequestMessage request = new(HttpMethod.Post, url);
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            request.Headers.Add("webhook-id", happened.Id);
            request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", WebhookSignature.Sign(secrets, happened.Id, at, body));
            using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            string said = answer.IsSuccessStatusCode ? "" : await Beginning(answer);
            return new WebhookAttempt(number, at, (int)answer.StatusCode, said, Elapsed(since)) { NotBefore = NotBefore(answer, at) };
        }
        catch (OperationCanceledException)
        {
            return new WebhookAttempt(number, at, 0, "timeout", Elapsed(since));
        }
        catch (HttpRequestException failure)
        {
            return new WebhookAttempt(number, at, 0, failure.HttpRequestError.ToString(), Elapsed(since));
        }
        catch (Exception failure) when (failure is IOException or UriFormatException or FormatException or System.Net.Sockets.SocketException)
        {
            return new WebhookAttempt(number, at, 0, failure.GetType().Name, Elapsed(since));
        }
    }

    private static int Elapsed(long since) => (int)Stopwatch.GetElapsedTime(since).TotalMilliseconds;

    private static DateTimeOffset? NotBefore(HttpResponseMessage answer, DateTimeOffset at) =>
        answer.Headers.RetryAfter is { } wish ? wish.Date ?? (wish.Delta is { } delta ? at + delta : null) : null;

    private static async Task<string> Beginning(HttpResponseMessage answer)
    {
        char[] some = new char[FailureMax];
        using StreamReader reader = new(await answer.Content.ReadAsStreamAsync(), Encoding.UTF8);
        int read = await reader.ReadBlockAsync(some);
        return new string(some, 0, read).Replace('\0', ' ');
    }
}
