using System.Net;
using OmniHelix.Hub.Repositories;

namespace OmniHelix.Hub.Downloads;

/// <summary>What the answers of a hub mean.</summary>
internal static class HubAnswer
{
    private const int MostLettersOfAMessage = 300;

    private const string Unknown = "RepoNotFound", NoRevision = "RevisionNotFound", NoFile = "EntryNotFound", Gated = "GatedRepo";

    /// <summary>Whether the answer is that a commit has no such file.</summary>
    public static bool IsNoFile(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.NotFound && Header(response, "X-Error-Code") == NoFile;

    /// <summary>Refuses an answer that is not what was asked for.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="model">What was asked about.</param>
    /// <param name="file">The file that was asked for; null for the repository.</param>
    /// <param name="near">The name that may have been meant, as a question; null for none.</param>
    /// <exception cref="TransientFailure">OH3903, OH3908: it may go better later.</exception>
    /// <exception cref="OmniException">OH3904–OH3907, OH3913.</exception>
    public static void Require(HttpResponseMessage response, HubReference model, string? file = null, string? near = null)
    {
        if ((int)response.StatusCode is >= 200 and < 400) return;
        var place = file is null ? model.ToString() : $"{model}/{file}";
        var server = response.RequestMessage?.RequestUri?.Authority ?? "the hub";
        var says = Header(response, "X-Error-Message") is { } message ? $": {Plain(message)}" : "";
        throw (response.StatusCode, Header(response, "X-Error-Code")) switch
        {
            (HttpStatusCode.TooManyRequests, _) => new TransientFailure(
                new OmniException(
                    "OH3908", $"{server} is asked too often{says}", place,
                    "Wait some minutes, or set HF_TOKEN: who is known may ask more."),
                RetryAfter(response)),
            (HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError, _) => new TransientFailure(
                new OmniException(
                    "OH3903", $"{server} answers {(int)response.StatusCode}{says}", place, "Try again later."), RetryAfter(response)),
            (_, Gated) => new OmniException(
                "OH3907", $"the model is gated: its owner decides who gets it{says}", place,
                $"Open the page of {model.Repository} at the hub, accept its terms, and set HF_TOKEN to a token of that account."),
            (_, Unknown) => NoRepository(place, says, near),
            (_, NoRevision) => new OmniException(
                "OH3905", $"the repository has no revision '{model.Revision}'", model.Repository.Id,
                "Name a branch, a tag or a whole commit that it has."),
            (_, NoFile) => NoSuchFile(place),
            (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _) => new OmniException(
                "OH3907", $"{server} refuses the request ({(int)response.StatusCode}){says}", place,
                "Set HF_TOKEN to a token of an account that may read this model."),
            (HttpStatusCode.NotFound, _) => file is null ? NoRepository(place, says, near) : NoSuchFile(place),
            _ => new OmniException(
                "OH3913", $"{server} answers {(int)response.StatusCode}, which is not understood{says}", place, "Check HF_ENDPOINT."),
        };
    }

    /// <summary>A header; null when there is none.</summary>
    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
            ? values.FirstOrDefault()
            : null;

    private static OmniException NoRepository(string place, string says, string? near) => new(
        "OH3904", $"the hub has no such repository, or not for everybody{says}", place,
        (near is null ? "" : near + " ")
            + "Check the name. For a private repository set HF_TOKEN to a token of an account that may read it.");

    private static OmniException NoSuchFile(string place) =>
        new("OH3906", "the repository has no such file", place, "Check the name and the revision.");

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } pause } => pause,
        { Date: { } date } when date - TimeProvider.System.GetUtcNow() is { Ticks: > 0 } pause => pause,
        { Date: not null } => TimeSpan.Zero,
        _ => null,
    };

    private static string Plain(string message)
    {
        var plain = string.Concat(message.Where(c => !char.IsControl(c)));
        return plain.Length > MostLettersOfAMessage ? plain[..MostLettersOfAMessage] + "…" : plain;
    }
}
