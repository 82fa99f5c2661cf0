using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Rna.Folding;

/// <summary>Energies in whole 0.01 kcal/mol: of two alternatives the lower, parts add up.</summary>
internal readonly struct MinPlus : ISemiring<int>
{
    /// <summary>No structure. Sums of a hundred of them still fit.</summary>
    public const int Infinity = 10_000_000;

    /// <inheritdoc/>
    public static int Zero => Infinity;

    /// <inheritdoc/>
    public static bool IsSelective => true;

    /// <inheritdoc/>
    public static int One => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Choose(int a, int b) => Math.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Join(int a, int b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(int value) => value > Infinity / 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Settle(int value) => IsZero(value) ? Infinity : value;

    /// <summary>Truncated towards zero, as the reference does.</summary>
    public static int FromEnergy(double energy, double thermal) => double.IsFinite(energy) ? (int)Math.Truncate(energy) : Infinity;

    /// <inheritdoc/>
    public static int FromDangle(double energy, double thermal) => Math.Min(0, FromEnergy(energy, thermal));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Choose(Vector512<int> a, Vector512<int> b) => Vector512.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Join(Vector512<int> a, Vector512<int> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> ChooseJoin(Vector512<int> sum, Vector512<int> a, Vector512<int> b) => Vector512.Min(sum, a + b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ChooseAll(Vector512<int> lanes)
    {
        var eight = Vector256.Min(lanes.GetLower(), lanes.GetUpper());
        var four = Vector128.Min(eight.GetLower(), eight.GetUpper());
        four = Vector128.Min(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        four = Vector128.Min(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2)));
        return four.ToScalar();
    }
}
