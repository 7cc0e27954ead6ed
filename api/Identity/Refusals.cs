using Postmobile.Api.Problems;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>Identity's refusals as problems: when to try again, how many tries are left.</summary>
internal static class Refusals
{
    public static ProblemResult ToProblem(this IdentityRefusal refusal, TimeProvider time)
    {
        ProblemResult problem = Problem.Refuse(refusal.StableCode);
        if (refusal.TriesLeft is { } left)
        {
            problem = problem.With("triesLeft", left);
        }

        if (refusal.RetryAt is { } at)
        {
            problem = problem.With("retryAt", at).RetryAfter(Math.Max(1, (int)Math.Ceiling((at - time.GetUtcNow()).TotalSeconds)));
        }

        return FieldOf(refusal.Code) is { } field ? problem.WithError(field) : problem;
    }

    private static string? FieldOf(IdentityRefusalCode code) => code switch
    {
        IdentityRefusalCode.InvalidPhone => "phone",
        IdentityRefusalCode.InvalidName => "name",
        IdentityRefusalCode.InvalidEmail => "email",
        IdentityRefusalCode.InvalidLanguage => "language",
        IdentityRefusalCode.PinFormat or IdentityRefusalCode.PinTooCommon or IdentityRefusalCode.SamePin => "pin",
        IdentityRefusalCode.CodeWrong or IdentityRefusalCode.CodeExpired => "code",
        _ => null,
    };
}
