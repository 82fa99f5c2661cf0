using System.Globalization;

namespace OmniHelix.Data.Records;

/// <summary>A label as it stands in the record, before the task decides what it means.</summary>
public abstract record Label
{
    /// <summary>A text that is read as the same label, as cells of delimited files hold it: lists are JSON.</summary>
    public string ToText() => TextLabels.TextOf(this);
}

/// <summary>Text: a class name, a number in a CSV cell, or one class letter per base such as <c>((..))</c>.</summary>
public sealed record TextLabel(string Text) : Label;

/// <summary>One number.</summary>
public sealed record NumberLabel(double Value) : Label
{
    /// <summary>The number as a class name: 1 and 1.0 are both <c>1</c>.</summary>
    public string Text => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Class names, one per base or one per class that applies.</summary>
public sealed record ListLabel(IReadOnlyList<string> Items) : Label;

/// <summary>Numbers, <c>[rows, columns]</c> row after row; a missing number is NaN.</summary>
/// <param name="Values">All numbers.</param>
/// <param name="Columns">Numbers per row; 1 for a plain list.</param>
public sealed record VectorLabel(float[] Values, int Columns) : Label
{
    /// <summary>Number of rows.</summary>
    public int Rows => Columns == 0 ? 0 : Values.Length / Columns;
}
