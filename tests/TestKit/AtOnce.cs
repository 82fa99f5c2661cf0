namespace OmniHelix.TestKit;

/// <summary>A progress that calls back at once, on the thread that reports.</summary>
public sealed class AtOnce<T>(Action<T> act) : IProgress<T>
{
    public void Report(T value) => act(value);
}
