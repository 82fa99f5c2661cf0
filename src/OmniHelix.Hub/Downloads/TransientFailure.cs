using System.Globalization;
using OmniHelix.Hub.Configuration;

namespace OmniHelix.Hub.Downloads;

/// <summary>What may go well when it is tried again: a connection that is cut, a server that is overloaded.</summary>
/// <param name="error">What a user is told when it does not.</param>
/// <param name="pause">How long the server asks to wait; null when it does not say.</param>
/// <param name="progressed">Something was achieved before, so that failures are counted anew.</param>
internal sealed class TransientFailure(OmniException error, TimeSpan? pause = null, bool progressed = false)
    : Exception(error.Message, error)
{
    /// <summary>Tries until it goes well, or has failed too often in a row.</summary>
    /// <exception cref="OmniException">The error of the last failure.</exception>
    public static async Task<T> RetryAsync<T>(HubSettings settings, HubSession session, Func<Task<T>> attempt)
    {
        for (var failures = 0; ;)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (TransientFailure failure)
            {
                failures = failure.Progressed ? 1 : failures + 1;
                var pause = failure.Pause ?? settings.Pause * Math.Pow(2, failures - 1);
                if (failures >= settings.Attempts || pause > settings.LongestPause) throw failure.Error;
                var seconds = pause.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
                session.Say($"{failure.Message}; once more in {seconds} s");
                await Task.Delay(pause, session.Cancellation).ConfigureAwait(false);
            }
        }
    }

    private OmniException Error { get; } = error;

    private TimeSpan? Pause { get; } = pause;

    private bool Progressed { get; } = progressed;
}
