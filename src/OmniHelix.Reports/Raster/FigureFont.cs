using SkiaSharp;

namespace OmniHelix.Reports.Raster;

/// <summary>DejaVu Sans, which stands in the assembly: figures look alike everywhere, also on machines without any font.</summary>
internal static class FigureFont
{
    private static readonly Lazy<SKTypeface> Face = new(Load);

    /// <summary>The font at a size in units of the figure.</summary>
    public static SKFont OfSize(float size) => new(Face.Value, size) { Edging = SKFontEdging.Antialias, Subpixel = true };

    private static SKTypeface Load()
    {
        const string Name = "DejaVuSans.ttf";
        using var stream = typeof(FigureFont).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The resource {Name} is missing from the build.");
        return SKTypeface.FromStream(stream);
    }
}
