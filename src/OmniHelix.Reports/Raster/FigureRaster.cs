using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SkiaSharp;

namespace OmniHelix.Reports.Raster;

/// <summary>
/// Draws the figures of reports as PNG, on white: paths, rectangles, circles and texts with the properties that these drawings use
/// (W3C, Scalable Vector Graphics 2). A drawing with anything else is a defect of this project.
/// </summary>
internal sealed partial class FigureRaster
{
    // What papers ask for; a unit of SVG is that of CSS. Of a side larger than the most the dots become fewer.
    private const float DotsAnInch = 300, UnitsAnInch = 96, PointsAnInch = 72, MetresAnInch = 0.0254f, MostDots = 8000;

    private readonly StyleSheet style;
    private readonly SKCanvas canvas;

    private FigureRaster(StyleSheet style, SKCanvas canvas)
    {
        this.style = style;
        this.canvas = canvas;
    }

    /// <summary>The picture of a figure.</summary>
    /// <param name="svg">An SVG file with its style inside.</param>
    public static byte[] ToPng(string svg)
    {
        var root = XDocument.Parse(svg).Root!;
        var box = BoxOf(root);
        var scale = Math.Min(DotsAnInch / UnitsAnInch, MostDots / Math.Max(box.Width, box.Height));
        using var bitmap = new SKBitmap((int)Math.Ceiling(box.Width * scale), (int)Math.Ceiling(box.Height * scale));
        using var canvas = new SKCanvas(bitmap);
        Draw(root, box, canvas, scale);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return PngChunk.WithResolution(png.AsSpan(), (int)Math.Round(scale * UnitsAnInch / MetresAnInch));
    }

    /// <summary>The figure as a page of a PDF file, of the figure's size.</summary>
    /// <param name="svg">An SVG file with its style inside.</param>
    /// <param name="file">Receives the file; it stays open.</param>
    public static void ToPdf(string svg, Stream file)
    {
        const float Scale = PointsAnInch / UnitsAnInch;
        var root = XDocument.Parse(svg).Root!;
        var box = BoxOf(root);
        using var document = SKDocument.CreatePdf(file);
        Draw(root, box, document.BeginPage(box.Width * Scale, box.Height * Scale), Scale);
        document.EndPage();
        document.Close();
    }

    private static SKRect BoxOf(XElement root)
    {
        float[] box = [.. ((string)root.Attribute("viewBox")!).Split(' ').Select(Number)];
        return SKRect.Create(box[0], box[1], box[2], box[3]);
    }

    private static void Draw(XElement root, SKRect box, SKCanvas canvas, float scale)
    {
        var raster = new FigureRaster(new StyleSheet((string)root.Elements().First(e => Tag(e) == "style")), canvas);
        canvas.Clear(SKColors.White);
        canvas.Scale(scale);
        canvas.Translate(-box.Left, -box.Top);
        foreach (var element in root.Elements()) raster.Draw(element);
        canvas.Flush();
    }

    private void Draw(XElement element)
    {
        switch (Tag(element))
        {
            case "path" when ((string?)element.Attribute("d"))?.Length > 0:
                using (var path = SKPath.ParseSvgPathData((string?)element.Attribute("d")))
                    Fill(element, paint => canvas.DrawPath(path, paint));
                break;
            case "rect":
                var rectangle = SKRect.Create(
                    Number(element, "x"), Number(element, "y"), Number(element, "width"), Number(element, "height"));
                Fill(element, paint => canvas.DrawRect(rectangle, paint));
                break;
            case "circle":
                Fill(element, paint => canvas.DrawCircle(Number(element, "cx"), Number(element, "cy"), Number(element, "r"), paint));
                break;
            case "text":
                Write(element);
                break;
            case "path" or "style" or "title":
                break;
            default:
                throw new InvalidOperationException($"Figures have no element {element.Name.LocalName}.");
        }
    }

    // Inside first, then the outline.
    private void Fill(XElement element, Action<SKPaint> draw)
    {
        foreach (var (property, style) in new[] { ("fill", SKPaintStyle.Fill), ("stroke", SKPaintStyle.Stroke) })
        {
            using var paint = Paint(element, property);
            if (paint is null) continue;
            paint.Style = style;
            draw(paint);
        }
    }

    private void Write(XElement element)
    {
        using var paint = Paint(element, "fill");
        if (paint is null) return;
        using var font = FigureFont.OfSize(Number(element, "font-size"));
        canvas.Save();
        if ((string?)element.Attribute("transform") is { } transform)
        {
            var turned = TurnForm().Match(transform);
            canvas.Translate(Number(turned.Groups["x"].Value), Number(turned.Groups["y"].Value));
            canvas.RotateDegrees(Number(turned.Groups["angle"].Value));
        }
        var width = font.MeasureText(font.Typeface.GetGlyphs(element.Value));
        var left = style.Find(element, "text-anchor") switch { "middle" => width / 2, "end" => width, _ => 0 };
        canvas.DrawText(element.Value, Number(element, "x") - left, Number(element, "y"), font, paint);
        canvas.Restore();
    }

    // What is not said is black inside and has no outline.
    private SKPaint? Paint(XElement element, string property)
    {
        var colour = style.Find(element, property) ?? (property == "fill" ? "black" : "none");
        if (colour == "none") return null;
        var opacity = style.Find(element, property + "-opacity") is { } share ? Number(share) : 1;
        return new SKPaint
        {
            IsAntialias = true,
            Color = (colour == "black" ? SKColors.Black : SKColor.Parse(colour)).WithAlpha((byte)Math.Round(255 * opacity)),
            StrokeWidth = style.Find(element, "stroke-width") is { } width ? Number(width) : 1,
            StrokeCap = style.Find(element, "stroke-linecap") == "round" ? SKStrokeCap.Round : SKStrokeCap.Butt,
            StrokeJoin = style.Find(element, "stroke-linejoin") == "round" ? SKStrokeJoin.Round : SKStrokeJoin.Miter,
        };
    }

    private static string Tag(XElement element) => element.Name.LocalName;

    private static float Number(XElement element, string name) => (string?)element.Attribute(name) is { } text ? Number(text) : 0;

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^translate\((?<x>\S+) (?<y>\S+)\) rotate\((?<angle>\S+)\)$")]
    private static partial Regex TurnForm();
}
