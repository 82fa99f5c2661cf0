namespace OmniHelix.Workflows.Data;

/// <summary>What the pages on data sets have in common.</summary>
internal static class DataPage
{
    /// <summary>The last line of such a page.</summary>
    public static string Footer { get; } = $"OmniHelix {typeof(DataPage).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>A row of a table.</summary>
    public static IReadOnlyList<object?> Row(params object?[] cells) => cells;
}
