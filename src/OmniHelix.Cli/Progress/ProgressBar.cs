namespace OmniHelix.Cli.Progress;

/// <summary>Such as <c>██████····</c>.</summary>
internal static class ProgressBar
{
    /// <summary>Time between two drawings of a bar.</summary>
    public static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    private const int Width = 30;

    /// <summary>The bar of a share, 0 to 1.</summary>
    public static string Of(double share)
    {
        var full = (int)Math.Round(Width * Math.Clamp(share, 0, 1));
        return $"{new string('█', full)}{new string('·', Width - full)}";
    }
}
